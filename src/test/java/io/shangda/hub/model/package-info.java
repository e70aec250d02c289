/**
 * Sources, platforms and people doing random things in random order, on the real intake, outbox and
 * evidence; after every step the hub's promises are compared with a model of a few hundred lines.
 * Begin at {@link io.shangda.hub.model.ModelTest}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.model;
