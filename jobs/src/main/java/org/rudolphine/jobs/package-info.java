/** x. */
package org.rudolphine.jobs;
