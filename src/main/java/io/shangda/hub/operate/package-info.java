/** Admin API, commands, MBeans, health and metrics: what operators hold in their hands. */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate;
