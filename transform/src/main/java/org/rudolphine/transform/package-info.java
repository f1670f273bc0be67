/**
 * What knows physics and tables: schemas, normalizers, link rules, releases, reports.
 *
 * <p>No HTTP and no {@code main} below this package.
 */
package org.rudolphine.transform;
