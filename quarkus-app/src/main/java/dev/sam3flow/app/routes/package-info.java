/** Routes of the operators' own: YAML in a folder, and what such routes may use of the application. */
@NullMarked
package dev.sam3flow.app.routes;

import org.jspecify.annotations.NullMarked;
