/** The beans that the YAML routes call: thin, one per step, named after it. */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.route;
