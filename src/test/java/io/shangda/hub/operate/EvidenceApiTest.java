package io.shangda.hub.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.shangda.hub.audit.AuditLog;
import io.shangda.hub.audit.proof.ExportEvidence;
import io.shangda.hub.audit.proof.ExportZip;
import io.shangda.hub.audit.proof.Verifier;
import io.shangda.hub.audit.seal.Seal;
import io.shangda.hub.audit.seal.SealKey;
import io.shangda.hub.audit.seal.SealKeys;
import io.shangda.hub.audit.seal.Sealer;
import io.shangda.hub.support.CoreWorld;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(OperateProfile.class)
class EvidenceApiTest {
  private static final SealKey KEY = SealKeys.make();

  @Inject
  @ConfigProperty(name = "shangda.data")
  Path data;

  @Inject CoreWorld world;
  @Inject AuditLog audit;

  @BeforeEach
  void sealTwice() {
    Sealer sealer = new Sealer(world.database, audit, KEY, "node-1", Clock.systemUTC());
    for (String key : List.of("EV-1", "EV-2")) {
      world.pull(CoreWorld.record(key));
      world.acceptAll();
      // so that each has something new to seal
      admin()
          .contentType(ContentType.JSON)
          .body(Map.of("reason", "test"))
          .post("/api/v1/sources/town/resume");
      sealer.seal();
    }
  }

  @Test
  void shouldGiveSealsInTheirOrderBehindANumber() {
    JsonPath first = get("audit/seals?limit=1");

    assertThat(first.getList("items.seal")).containsExactly(1);
    assertThat(first.getString("items[0].previous")).isEmpty();
    assertThat(first.getString("next")).isEqualTo("1");
    assertThat(first.getList("keys.key")).containsExactly(KEY.id().text());
    assertThat(first.getString("keys[0].publicKey")).isNotBlank();

    JsonPath second = get("audit/seals?after=1&limit=1");
    assertThat(second.getLong("items[0].seal")).isEqualTo(2);
    assertThat(second.getString("items[0].previous")).isEqualTo(first.getString("items[0].hash"));
    String text = second.getString("items[0].text");
    assertThat(Seal.hash(text).text()).isEqualTo(second.getString("items[0].hash"));
    assertThat(Seal.read(text).orElseThrow().root()).isEqualTo(second.getString("items[0].root"));
    assertThat(second.getString("items[0].key")).isEqualTo(KEY.id().text());
    assertThat(second.getString("items[0].signature")).isNotBlank();

    long newest = second.getLong("newest.seal");
    JsonPath end = get("audit/seals?after=" + newest);
    assertThat(end.getList("items")).isEmpty();
    assertThat(end.getString("next")).isNull();
  }

  @Test
  void shouldShowSealsToAViewerButTheWholeEvidenceToNone() {
    admin()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "name", "seal.viewer",
                "password", "a-long-synthetic-word",
                "roles", Set.of("viewer"),
                "reason", "test"))
        .post("/api/v1/users");
    RequestSpecification viewer =
        given().auth().preemptive().basic("seal.viewer", "a-long-synthetic-word");

    assertThat(viewer.get("/api/v1/audit/seals").statusCode()).isEqualTo(200);
    assertThat(viewer.get("/api/v1/audit/export").statusCode()).isEqualTo(403);
    assertThat(viewer.contentType(ContentType.JSON).post("/api/v1/audit/verification").statusCode())
        .isEqualTo(403);
    assertThat(given().get("/api/v1/audit/seals").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldVerifyItsOwnDatabase() {
    JsonPath whole = verify(Map.of()).jsonPath();

    assertThat(whole.getList("damages")).isEmpty();
    assertThat(whole.getLong("summary.seals")).isGreaterThan(1);
    assertThat(whole.getLong("begin.seal")).isZero();
    JsonPath stranger = verify(Map.of("keys", List.of(SealKeys.make().id().text()))).jsonPath();
    assertThat(stranger.getList("damages.kind")).contains("KEY_NOT_VOUCHED_FOR");
    assertThat(verify(Map.of("anchors", List.of("no anchor"))).statusCode()).isEqualTo(400);
  }

  @Test
  void shouldStreamAnExportThatCanBeVerifiedElsewhere(@TempDir Path folder) throws Exception {
    Response export = admin().get("/api/v1/audit/export");
    assertThat(export.contentType()).isEqualTo("application/zip");

    ExportZip.unpack(new ByteArrayInputStream(export.asByteArray()), folder);

    List<String> damages = new ArrayList<>();
    try (ExportEvidence evidence = new ExportEvidence(folder)) {
      long seals =
          new Verifier(evidence, List.of(), Set.of(KEY.id().text()), d -> damages.add(d.toString()))
              .run()
              .seals();
      assertThat(seals).isGreaterThan(1);
    }
    assertThat(damages).isEmpty();
  }

  @Test
  void shouldHandOutOneRecordsProofToWhoGivesAReason() {
    assertThat(bundle(Map.of("key", "EV-1")).statusCode()).isEqualTo(400);
    assertThat(bundle(Map.of("reason", "asked")).statusCode()).isEqualTo(400);
    assertThat(bundle(Map.of("key", "none", "reason", "asked")).statusCode()).isEqualTo(404);

    Response proof = bundle(Map.of("key", "EV-1", "reason", "法院要求"));

    assertThat(proof.statusCode()).isEqualTo(200);
    assertThat(proof.jsonPath().getString("bundle.record[0].source_key")).isEqualTo("EV-1");
    assertThat(proof.jsonPath().getString("page")).contains("数据交换证明", "法院要求");
    assertThat(world.events("EV-1")).last().isEqualTo("bundle-taken by admin: 法院要求");
  }

  private Response bundle(Map<String, Object> body) {
    return admin().contentType(ContentType.JSON).body(body).post("/api/v1/audit/bundle");
  }

  private Response verify(Map<String, Object> body) {
    return admin().contentType(ContentType.JSON).body(body).post("/api/v1/audit/verification");
  }

  private JsonPath get(String path) {
    Response response = admin().get("/api/v1/" + path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.jsonPath();
  }

  private RequestSpecification admin() {
    return given().auth().preemptive().basic("admin", AdminPassword.in(data));
  }
}
