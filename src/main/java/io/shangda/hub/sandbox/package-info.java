/**
 * Lower systems and upper platforms to try the hub with, over real protocols on loopback. Knows
 * nothing of the hub: what it speaks is what real systems speak. All persons, numbers and companies
 * are made up; identity numbers carry birth years before 1900. Entry point: {@link
 * io.shangda.hub.sandbox.Sandbox}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.sandbox;
