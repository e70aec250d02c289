package io.shangda.hub.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.record.Finding;
import java.util.List;

/**
 * What a mapping made of one record: the provincial record and everything that was wrong with its
 * input.
 *
 * @param payload never null; fields whose value could not be made are left out of it and named in
 *     the findings
 */
public record Translation(ObjectNode payload, List<Finding> findings) {}
