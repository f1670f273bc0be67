package org.rudolphine.transform.mention;

import java.io.Serializable;

/**
 * An identifier found in a text.
 *
 * @param kind what it identifies
 * @param canonicalId its canonical form
 * @param offset place of its first character in the text as given, from 0
 * @param rawText the characters that were read as it, as given
 * @param context characters around it, on one line
 * @param confidence 0 to 1: how sure the reading is
 */
public record Mention(
    MentionKind kind,
    String canonicalId,
    int offset,
    String rawText,
    String context,
    double confidence)
    implements Serializable {}
