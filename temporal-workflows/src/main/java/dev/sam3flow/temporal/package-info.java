/** The durable job: workflows, activities and the job service over Temporal. */
@NullMarked
package dev.sam3flow.temporal;

import org.jspecify.annotations.NullMarked;
