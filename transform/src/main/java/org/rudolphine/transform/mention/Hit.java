package org.rudolphine.transform.mention;

/**
 * An identifier at a place of a readable text.
 *
 * @param start its first character
 * @param end behind its last character
 * @param confidence how sure the reading is
 */
record Hit(MentionKind kind, String canonicalId, int start, int end, double confidence) {}
