/** Settings: strict, layered, typed by their defaults. */
package org.rudolphine.jobs.settings;
