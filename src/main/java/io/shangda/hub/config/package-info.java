/**
 * Reading and checking {@code config/}: YAML files become the records of this package, or a list of
 * every mistake with file, line, key, what was found and what was expected. Entry point: {@link
 * io.shangda.hub.config.ConfigReader}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.config;
