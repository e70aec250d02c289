/**
 * Who may do what: users, roles, passwords, tokens and the login, on Quarkus security. Entry
 * points: {@link io.shangda.hub.operate.access.Users}, {@link
 * io.shangda.hub.operate.access.Tokens}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.access;
