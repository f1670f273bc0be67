package org.rudolphine.ingest.protocol.oai;

/**
 * One {@code record}, or one {@code header} of a ListIdentifiers page.
 *
 * @param bytes the element as it was sent, from its start tag to its end tag; prefixes may be
 *     declared outside of it
 * @param header what its header says, or null when that cannot be read
 * @param format name without prefix of the element within {@code metadata} ({@code arXivRaw}), or
 *     null when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit, never compared
public record OaiItem(byte[] bytes, OaiHeader header, String format) {}
