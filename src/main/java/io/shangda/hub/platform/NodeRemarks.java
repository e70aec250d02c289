package io.shangda.hub.platform;

import io.shangda.hub.config.HubConfig;
import io.shangda.hub.config.Proxies;
import io.shangda.hub.operate.Remark;
import io.shangda.hub.operate.Surroundings.Opening;
import io.shangda.hub.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * What a node's settings leave to be wished for by a configuration: too few database connections,
 * passwords that can be read on the way.
 */
final class NodeRemarks {
  private static final int SLOTS = 8;

  private final Config settings;

  NodeRemarks(Config settings) {
    this.settings = settings;
  }

  List<Remark> of(HubConfig config) {
    List<Remark> remarks = new ArrayList<>();
    int needed = ConnectionPool.needed(config, number("shangda.pull.slots").orElse(SLOTS));
    int size = number("shangda.database.connections").orElse(needed);
    if (size < needed) {
      remarks.add(tooFew(config, needed, size));
    }
    allowed().filter(allowed -> allowed < size).ifPresent(a -> remarks.add(serverHasLess(size, a)));
    Exposure.of(settings).remark().ifPresent(remarks::add);
    proxy().ifPresent(remarks::add);
    return remarks;
  }

  private Optional<Remark> proxy() {
    try {
      Proxies.of(settings.getOptionalValue("shangda.proxy", String.class));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Remark(
              "The setting shangda.proxy is not of the form host:port, without user and password;"
                  + " the hub does not start with it.",
              "设置 shangda.proxy 不是 host:port 的形式（不得含用户名和密码）；这样服务无法启动。"));
    }
  }

  private Remark tooFew(HubConfig config, int needed, int size) {
    return new Remark(
        "Up to %d steps of this node can want a database connection at once (%d targets with their concurrency, the pull slots, clocks and requests), and shangda.database.connections allows %d: some will wait for each other. Nothing is lost; raise it to %d, leave it out, or lower 'concurrency' of targets."
            .formatted(needed, config.targets().size(), size, needed),
        "本节点最多有 %d 个步骤同时需要数据库连接（%d 个目标及其并发、拉取槽、时钟和请求），而 shangda.database.connections 只允许 %d 个：部分步骤会互相等待。数据不会丢失；请调高到 %d、去掉该设置，或降低目标的 concurrency。"
            .formatted(needed, config.targets().size(), size, needed));
  }

  private static Remark serverHasLess(int size, int allowed) {
    return new Remark(
        "This node may take %d database connections, and the PostgreSQL server allows %d in all: steps of the hub will fail until one is free, and are tried again. Raise max_connections there, or set shangda.database.connections."
            .formatted(size, allowed),
        "本节点最多使用 %d 个数据库连接，而 PostgreSQL 服务器总共只允许 %d 个：超出的步骤会失败，稍后重试。请调高服务器的 max_connections，或设置 shangda.database.connections。"
            .formatted(size, allowed));
  }

  /** Of a server that answers; one that does not is told by the start. */
  private Optional<Integer> allowed() {
    if (!settings
        .getOptionalValue("quarkus.datasource.postgresql.active", Boolean.class)
        .orElse(false)) {
      return Optional.empty();
    }
    try (Opening opening = new DatabaseOpening(settings).toRead()) {
      return opening instanceof Opening.Open open
          ? Optional.of(open.database().read(ConnectionPool::allowed))
          : Optional.empty();
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  private Optional<Integer> number(String name) {
    return settings.getOptionalValue(name, Integer.class);
  }
}
