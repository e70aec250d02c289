/**
 * Hawtio under {@code /hawtio}: its files, the small endpoints its page asks for, Jolokia with
 * rights by role, and the login page.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.console;
