/**
 * The mapping engine (Message Translator): JSLT with functions for code tables as of a date, dates
 * in every form met, identifiers and masks. Entry point: {@link io.shangda.hub.translate.Mapping}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.translate;
