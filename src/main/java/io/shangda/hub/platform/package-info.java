/** Embedded broker, datasource choice and wiring: what turns the domain classes into a process. */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.platform;
