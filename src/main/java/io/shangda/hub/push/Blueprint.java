package io.shangda.hub.push;

import io.shangda.hub.config.TargetConfig;

/**
 * What the bytes of a batch are made by, fixed when it was planned: whatever was configured since,
 * a resend is the same bytes under the same keys.
 *
 * @param config version of the configuration it was planned under; mappings and code tables are
 *     that version's
 * @param target as that version configures it
 * @param request deliveries in one request, as the batch was cut
 */
public record Blueprint(long config, TargetConfig target, int request) {}
