package io.shangda.hub.operate.api;

/**
 * The answer to a change that says no more than that it was made.
 *
 * @param done what was done and what happens next
 */
record Done(String done) {}
