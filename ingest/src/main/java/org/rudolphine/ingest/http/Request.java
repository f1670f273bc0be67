package org.rudolphine.ingest.http;

import java.net.URI;
import java.util.Objects;

/**
 * One GET.
 *
 * @param uri absolute http or https URI
 * @param accept media types asked for
 * @param ifNoneMatch entity tag of what we have, or null
 * @param ifModifiedSince HTTP date of what we have, or null
 */
public record Request(URI uri, String accept, String ifNoneMatch, String ifModifiedSince) {

  public Request {
    Objects.requireNonNull(uri, "uri");
    Objects.requireNonNull(accept, "accept");
  }

  public static Request of(URI uri) {
    return new Request(uri, "*/*", null, null);
  }

  /** Whether the answer may be that what we have still holds. */
  boolean conditional() {
    return ifNoneMatch != null || ifModifiedSince != null;
  }

  public Request accepting(String mediaTypes) {
    return new Request(uri, mediaTypes, ifNoneMatch, ifModifiedSince);
  }

  /** The same request, conditional on what we have; nulls are left out. */
  public Request unlessMatches(String etag, String lastModified) {
    return new Request(uri, accept, etag, lastModified);
  }
}
