package dev.sam3flow.app.deployment;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Fields that a model of Kubernetes was given and does not know. */
final class Unknown {
    private Unknown() {}

    /** Adds the path of each such field below a value. */
    static void in(Object value, String path, List<String> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> in(member, path + "." + key, found));
        } else if (value instanceof Collection<?> list) {
            list.forEach(member -> in(member, path, found));
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            for (Method method : value.getClass().getMethods()) {
                if (method.getParameterCount() == 0 && method.getName().startsWith("get")) {
                    look(value, method, path, found);
                }
            }
        }
    }

    private static void look(Object value, Method method, String path, List<String> found) {
        try {
            Object member = method.invoke(value);
            if (method.getName().equals("getAdditionalProperties")) {
                ((Map<?, ?>) member).keySet().forEach(name -> found.add(path + "." + name));
            } else if (member != value) {
                in(member, path + "." + method.getName().substring("get".length()), found);
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(path + ": " + method, e);
        }
    }
}
