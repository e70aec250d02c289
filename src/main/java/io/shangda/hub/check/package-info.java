/**
 * Checking a provincial record against its JSON Schema (2020-12) and rule sets; all errors of a
 * record, not the first. Entry point: {@link io.shangda.hub.check.Checker}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.check;
