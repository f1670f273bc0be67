/** Tables: their schemas, and how versions of them are read and published. */
package org.rudolphine.transform.table;
