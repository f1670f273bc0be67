/** Running sources: one lane after the other within a task, one task per lane. */
package org.rudolphine.ingest.harvest;
