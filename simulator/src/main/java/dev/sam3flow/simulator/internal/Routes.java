package dev.sam3flow.simulator.internal;

import dev.sam3flow.simulator.Account;
import dev.sam3flow.simulator.fault.ProviderCall;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which request is which call, and who answers it. */
final class Routes {
    private interface Handler {
        Reply answer(Request request, Matcher path) throws IOException, Refusal;
    }

    private record Route(ProviderCall call, String method, Pattern path, boolean needsKey, Handler handler) {}

    private final Account account;
    private final List<Route> routes;

    Routes(Account account, PredictionCalls predictions, MoneyCalls money, FileCalls files) {
        this.account = account;
        this.routes = List.of(
                api(ProviderCall.SUBMIT, "POST", "/" + Setup.MODEL, (r, m) -> predictions.submit(r)),
                api(
                        ProviderCall.RESULT,
                        "GET",
                        "/predictions/([^/]+)/result",
                        (r, m) -> predictions.result(m.group(1))),
                api(ProviderCall.RESULT, "GET", "/predictions/([^/]+)", (r, m) -> predictions.result(m.group(1))),
                api(ProviderCall.LIST, "POST", "/predictions", (r, m) -> predictions.list(r)),
                api(ProviderCall.DELETE, "POST", "/predictions/delete", (r, m) -> predictions.delete(r)),
                api(ProviderCall.DELETE, "DELETE", "/predictions/([^/]+)", (r, m) -> predictions.deleteOld(m.group(1))),
                api(ProviderCall.BALANCE, "GET", "/balance", (r, m) -> money.balance()),
                api(ProviderCall.PRICE, "POST", "/model/price", (r, m) -> money.price(r)),
                api(ProviderCall.PRICE, "POST", "/model/pricing", (r, m) -> money.pricing(r)),
                api(ProviderCall.BILLING, "POST", "/billings/search", (r, m) -> money.search(r)),
                api(ProviderCall.MODELS, "GET", "/models", (r, m) -> money.models()),
                api(ProviderCall.SECRET, "GET", "/webhook/secret", (r, m) -> money.secret()),
                api(ProviderCall.UPLOAD_TICKET, "POST", "/media/uploads", (r, m) -> files.ticket(r)),
                api(ProviderCall.UPLOAD_FORM, "POST", "/media/upload/binary", (r, m) -> files.form(r)),
                open(ProviderCall.UPLOAD_BYTES, "PUT", "/put/([0-9a-f]+)", (r, m) -> files.put(r, m.group(1))),
                open(ProviderCall.FILE, "GET", "/uploads/([0-9a-f]+)/[^/]*", (r, m) -> files.upload(m.group(1))),
                open(
                        ProviderCall.FILE,
                        "GET",
                        "/outputs/([0-9a-f]+)/([^/]*)",
                        (r, m) -> files.output(m.group(1), m.group(2))));
    }

    private static Route api(ProviderCall call, String method, String path, Handler handler) {
        return new Route(call, method, Pattern.compile(Pattern.quote(Site.API) + path), true, handler);
    }

    private static Route open(ProviderCall call, String method, String path, Handler handler) {
        return new Route(call, method, Pattern.compile(path), false, handler);
    }

    ProviderCall callOf(Request request) {
        for (Route route : routes) {
            if (matches(route, request) && route.path().matcher(request.path()).matches()) {
                return route.call();
            }
        }
        return ProviderCall.UNKNOWN;
    }

    Reply answer(Request request) throws IOException, Refusal {
        for (Route route : routes) {
            Matcher path = route.path().matcher(request.path());
            if (matches(route, request) && path.matches()) {
                if (route.needsKey()) {
                    checkKey(request);
                }
                return route.handler().answer(request, path);
            }
        }
        checkKey(request);
        throw new Refusal(400, "Model not found"); // whatever is not known is read as a model's name
    }

    private static boolean matches(Route route, Request request) {
        return route.method().equals(request.method().equals("HEAD") ? "GET" : request.method());
    }

    private void checkKey(Request request) throws Refusal {
        String authorization = request.header("Authorization").orElse("");
        if (!authorization.startsWith("Bearer ")
                || !account.accepts(authorization.substring(7).strip())) {
            throw new Refusal(401, "Unauthorized: the key is missing or wrong");
        }
    }
}
