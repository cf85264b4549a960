import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pushes to-dos in e-cology's interface. Java 11, nothing besides it. Whatever is not answered with HTTP 200 has not
 * been stored and is sent again; the same push may come any number of times, in any order, as receivets tells which
 * one is newer.
 */
public final class OfsPush {
  private static final int ATTEMPTS = 5;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final String address;

  /** @param address like https://approvals.example.com/sources/oa/SECRET: it holds the secret, so it goes into no log. */
  public OfsPush(String address) {
    this.address = address.replaceAll("/+$", "") + "/rest/ofs/";
  }

  /** isremark: 0 to do, 2 done, 4 finished, 8 copied. */
  public void receive(Map<String, String> todo) throws IOException, InterruptedException {
    send("ReceiveRequestInfoByJson", withClock(todo));
  }

  public void done(Map<String, String> todo) throws IOException, InterruptedException {
    send("processDoneRequestByJson", withClock(todo));
  }

  public void over(Map<String, String> todo) throws IOException, InterruptedException {
    send("processOverRequestByJson", withClock(todo));
  }

  /** Takes the to-do away from one person. */
  public void delete(String syscode, String flowid, String userid) throws IOException, InterruptedException {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("syscode", syscode);
    body.put("flowid", flowid);
    body.put("userid", userid);
    send("deleteUserRequestInfoByJson", withClock(body));
  }

  private static Map<String, String> withClock(Map<String, String> body) {
    Map<String, String> clocked = new LinkedHashMap<>(body);
    clocked.putIfAbsent("receivets", Long.toString(System.currentTimeMillis()));
    return clocked;
  }

  private void send(String operation, Map<String, String> body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + operation))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(toJson(body)))
            .build();
    IOException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          // 0: it will never be taken as it is, so it is not sent again.
          if (answer.body().contains("\"operResult\":\"1\"")) return;
          throw new IllegalArgumentException(answer.body());
        }
        last = new IOException("HTTP " + answer.statusCode());
      } catch (IOException failed) {
        last = failed;
      }
      Thread.sleep(Math.min(60_000L, 500L << attempt));
    }
    throw last;
  }

  private static String toJson(Map<String, String> body) {
    StringBuilder json = new StringBuilder("{");
    for (Map.Entry<String, String> field : body.entrySet()) {
      if (json.length() > 1) json.append(',');
      json.append(quoted(field.getKey())).append(':').append(quoted(field.getValue()));
    }
    return json.append('}').toString();
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char one : (text == null ? "" : text).toCharArray()) {
      if (one == '"' || one == '\\') out.append('\\').append(one);
      else if (one < 0x20) out.append(String.format("\\u%04x", (int) one));
      else out.append(one);
    }
    return out.append('"').toString();
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> todo = new LinkedHashMap<>();
    todo.put("syscode", "OA");
    todo.put("flowid", Long.toString(System.currentTimeMillis()));
    todo.put("requestname", "采购笔记本电脑");
    todo.put("workflowname", "采购申请");
    todo.put("nodename", "部门经理");
    todo.put("creator", "u_dev");
    todo.put("receiver", args.length > 1 ? args[1] : "u_lead");
    todo.put("isremark", "0");
    new OfsPush(args[0]).receive(todo);
  }
}
