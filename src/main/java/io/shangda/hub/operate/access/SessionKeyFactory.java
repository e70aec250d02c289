package io.shangda.hub.operate.access;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Finds the data folder ({@code shangda.data}, default {@code data}) for {@link SessionKey}. */
public final class SessionKeyFactory implements ConfigSourceFactory {

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue data = context.getValue("shangda.data");
    String folder = data == null || data.getValue() == null ? "data" : data.getValue();
    return List.of(new SessionKey(Path.of(folder)));
  }
}
