package io.shangda.hub.push;

import io.shangda.hub.record.Operation;
import io.shangda.hub.record.RecordType;
import io.shangda.hub.record.TargetId;
import io.shangda.hub.translate.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes the requests of a batch by its {@link Blueprint}: the same batch gives the same bytes and
 * the same idempotency keys, whenever and wherever it is rendered, and whatever was configured
 * since. Only the path is today's.
 */
public final class Renderer {
  /** Tens of targets, each under the few configurations that batches still wait from. */
  private static final int MOST_FORMS = 256;

  private record Version(TargetId target, long config) {}

  private final String hub;
  private final Function<Blueprint, Mapping> envelopes;
  private final Map<Version, Form> forms =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Version, Form> eldest) {
          return size() > MOST_FORMS;
        }
      };

  /**
   * @param hub name of this hub, in every push
   * @param envelopes the compiled envelope mapping of a target that has one, as the blueprint's
   *     configuration has it; asked once for each
   */
  public Renderer(String hub, Function<Blueprint, Mapping> envelopes) {
    this.hub = hub;
    this.envelopes = envelopes;
  }

  /**
   * Groups the deliveries into requests of at most {@link Blueprint#request()} of one type, in the
   * given order. Where a request takes one record, the order is that of the batch; otherwise the
   * types follow each other in the order in which they first appear.
   *
   * @throws RenderFailure if one of them can never be rendered under this configuration
   */
  public List<PushRequest> render(Claimed claimed) {
    claimed.deliveries().forEach(Renderer::requireContent);
    Form form = form(claimed.blueprint());
    int most = Math.max(1, claimed.blueprint().request());
    List<PushRequest> requests = new ArrayList<>();
    for (List<Delivery> group : most == 1 ? List.of(claimed.deliveries()) : byType(claimed)) {
      for (int from = 0; from < group.size(); from += most) {
        List<Delivery> some = group.subList(from, Math.min(from + most, group.size()));
        requests.add(form.request(some, claimed.target()));
      }
    }
    return requests;
  }

  /** Planned anew after its content had been kept long enough: an empty record must not go out. */
  private static void requireContent(Delivery delivery) {
    if (delivery.payload() == null && delivery.operation() != Operation.WITHDRAW) {
      throw new RenderFailure(
          delivery.id(),
          "its content is no longer kept (retention.yaml), so nothing is sent; pull it again from its source");
    }
  }

  private static Collection<List<Delivery>> byType(Claimed claimed) {
    Map<RecordType, List<Delivery>> byType = new LinkedHashMap<>();
    for (Delivery delivery : claimed.deliveries()) {
      byType.computeIfAbsent(delivery.record().type(), t -> new ArrayList<>()).add(delivery);
    }
    return byType.values();
  }

  private Form form(Blueprint blueprint) {
    Version version = new Version(blueprint.target().id(), blueprint.config());
    synchronized (forms) {
      return forms.computeIfAbsent(version, v -> Form.of(hub, blueprint, envelopes));
    }
  }
}
