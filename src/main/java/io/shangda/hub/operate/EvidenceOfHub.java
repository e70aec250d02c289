package io.shangda.hub.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.audit.proof.Anchor;
import io.shangda.hub.audit.proof.AnchorFile;
import io.shangda.hub.audit.proof.Evidence;
import io.shangda.hub.audit.proof.ExportZip;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.operate.bundle.RecordProof;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * The evidence in an embedded database that a running hub holds: the hub is asked, with the login
 * that every command uses. The file is not opened beside the hub, nor does the hub listen for
 * anybody's SQL.
 */
final class EvidenceOfHub {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HubClient hub;

  EvidenceOfHub(HubClient hub) {
    this.hub = hub;
  }

  /** What the hub found. */
  record Found(List<String> damages, Verifier.Summary summary, Evidence.Begin begin) {}

  Found verify(List<Anchor> anchors, Collection<String> keys) throws HubClient.Refusal {
    ObjectNode body = JSON.createObjectNode();
    anchors.forEach(anchor -> body.withArray("anchors").add(AnchorFile.line(anchor)));
    keys.forEach(key -> body.withArray("keys").add(key));
    JsonNode answer = hub.postPatiently("audit/verification", body);
    List<String> damages =
        answer
            .path("damages")
            .valueStream()
            .map(
                d ->
                    d.path("place").asText()
                        + ": "
                        + d.path("en").asText()
                        + " "
                        + d.path("zh").asText())
            .toList();
    try {
      return new Found(
          damages,
          JSON.treeToValue(answer.path("summary"), Verifier.Summary.class),
          JSON.treeToValue(answer.path("begin"), Evidence.Begin.class));
    } catch (JsonProcessingException e) {
      throw new HubClient.Refusal(502, "What answers is not this version of the hub");
    }
  }

  /** One record's proof; that it was taken is the hub's own audit event. */
  RecordProof bundle(String key, String reason) throws HubClient.Refusal {
    ObjectNode body = JSON.createObjectNode().put("key", key).put("reason", reason);
    try {
      return JSON.treeToValue(hub.postPatiently("audit/bundle", body), RecordProof.class);
    } catch (JsonProcessingException e) {
      throw new HubClient.Refusal(502, "What answers is not this version of the hub");
    }
  }

  void export(Path folder) throws HubClient.Refusal, IOException {
    try (InputStream zip = hub.stream("audit/export")) {
      ExportZip.unpack(zip, folder);
    }
  }
}
