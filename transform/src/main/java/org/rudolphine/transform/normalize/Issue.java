package org.rudolphine.transform.normalize;

import java.io.Serializable;

/**
 * An optional field that could not be used.
 *
 * @param field column or provider's field name
 * @param reason why it is null
 */
public record Issue(String field, String reason) implements Serializable {}
