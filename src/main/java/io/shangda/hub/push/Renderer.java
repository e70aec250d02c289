package io.shangda.hub.push;

import io.shangda.hub.config.TargetConfig;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.translate.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Makes the requests of a batch. The same batch under the same configuration gives the same bytes
 * and the same idempotency keys, whenever and wherever it is rendered.
 */
public final class Renderer {
  private final String hub;
  private final Function<TargetConfig, Mapping> envelopes;
  private final Map<TargetId, Form> forms = new ConcurrentHashMap<>();

  /**
   * @param hub name of this hub, in every push
   * @param envelopes the compiled envelope mapping of a target that has one
   */
  public Renderer(String hub, Function<TargetConfig, Mapping> envelopes) {
    this.hub = hub;
    this.envelopes = envelopes;
  }

  /**
   * Groups the deliveries into requests of at most {@link TargetConfig.Batch#request()} of one
   * type, in the given order. Where a request takes one record, the order is that of the batch;
   * otherwise the types follow each other in the order in which they first appear.
   *
   * @throws RenderFailure if one of them can never be rendered under this configuration
   */
  public List<PushRequest> render(Claimed claimed) {
    Form form = form(claimed.target());
    int most = Math.max(1, claimed.target().batch().request());
    List<PushRequest> requests = new ArrayList<>();
    for (List<Delivery> group : most == 1 ? List.of(claimed.deliveries()) : byType(claimed)) {
      for (int from = 0; from < group.size(); from += most) {
        requests.add(form.request(group.subList(from, Math.min(from + most, group.size()))));
      }
    }
    return requests;
  }

  private static Collection<List<Delivery>> byType(Claimed claimed) {
    Map<RecordType, List<Delivery>> byType = new LinkedHashMap<>();
    for (Delivery delivery : claimed.deliveries()) {
      byType.computeIfAbsent(delivery.record().type(), t -> new ArrayList<>()).add(delivery);
    }
    return byType.values();
  }

  private Form form(TargetConfig target) {
    Form form = forms.get(target.id());
    if (form == null || !form.fits(target)) {
      form = Form.of(hub, target, envelopes);
      forms.put(target.id(), form);
    }
    return form;
  }
}
