/**
 * Run-length text in every dialect the provider may write: read by streaming, decided on evidence, written again.
 *
 * <p>{@link dev.sam3flow.core.rle.RleFileReader} turns a file into segments whose text is not yet understood;
 * {@link dev.sam3flow.core.rle.EvidenceCollector} watches them pass; {@link dev.sam3flow.core.rle.DialectDetector}
 * says which {@link dev.sam3flow.core.rle.Dialect} the file is written in and why, or that it cannot be told.
 */
@NullMarked
package dev.sam3flow.core.rle;

import org.jspecify.annotations.NullMarked;
