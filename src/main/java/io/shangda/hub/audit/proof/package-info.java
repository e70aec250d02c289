/**
 * Proof: reads evidence as it is sealed, from the database or from an export, and says whether it
 * is whole. Entry points: {@link io.shangda.hub.audit.proof.Verifier}, {@link
 * io.shangda.hub.audit.proof.Export}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.audit.proof;
