/**
 * What operators hold in their hands: commands here; login and users in {@code access}, the admin
 * API in {@code api}, what it reads in {@code query}, Hawtio in {@code console}, MBeans, health and
 * metrics in {@code signal}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate;
