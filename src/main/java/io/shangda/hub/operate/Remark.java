package io.shangda.hub.operate;

/**
 * What a person should know before the hub is started, and what stops nothing.
 *
 * @param zh the same in Chinese
 */
public record Remark(String en, String zh) {}
