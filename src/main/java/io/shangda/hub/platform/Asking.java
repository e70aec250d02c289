package io.shangda.hub.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.shangda.hub.config.Proxies;
import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.push.HttpAsk;
import io.shangda.hub.reconcile.Manifests;
import io.shangda.hub.reconcile.Platform;
import java.util.Map;
import java.util.Objects;

/** Asks a target what it has, and tells it what it should have, over HTTP. */
public final class Asking implements Platform, Manifests.Receiver {
  private final HttpAsk http;
  private final Proxies proxies;

  public Asking(HttpAsk http, Proxies proxies) {
    this.http = http;
    this.proxies = proxies;
  }

  @Override
  public JsonNode ask(TargetConfig target, Map<String, String> query) {
    try {
      return http.get(
          proxies.applied(target), Objects.requireNonNull(target.reconcile()).url(), query);
    } catch (HttpAsk.NoAnswerException e) {
      throw new NoAnswerException(e.getMessage());
    }
  }

  @Override
  public JsonNode give(TargetConfig target, JsonNode manifest) {
    try {
      return http.post(
          proxies.applied(target), Objects.requireNonNull(target.manifest()).url(), manifest);
    } catch (HttpAsk.NoAnswerException e) {
      throw new NoAnswerException(e.getMessage());
    }
  }
}
