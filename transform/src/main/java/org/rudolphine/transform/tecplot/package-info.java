/** Tables in the text form of Tecplot, as people write it by hand and programs print it. */
package org.rudolphine.transform.tecplot;
