package io.shangda.hub.audit.proof;

/**
 * A seal as it is kept.
 *
 * @param text what is hashed and signed
 * @param marks begin of each of its leaves' hashes
 * @param signature Base64
 */
record SealRow(long number, String text, String marks, String hash, String signature) {}
