/** OAI-PMH 2.0: reading pages as they come, and walking lists over any number of them. */
package org.rudolphine.ingest.protocol.oai;
