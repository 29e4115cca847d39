package dev.sam3flow.core.rle;

import com.fasterxml.jackson.core.JsonToken;
import dev.sam3flow.core.rle.SideLists.Rows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists {@code metadata}, {@code scores} and {@code boxes} beside a list of masks. They decorate: whatever of
 * them cannot be understood is left out as a whole, with a reason, and the masks are read all the same.
 */
final class SideListReader {
    private static final double NOTHING = Double.NaN;
    private static final double[] NO_BOX = {NOTHING, NOTHING, NOTHING, NOTHING};

    private final JsonTokens tokens;
    private final int most;

    private @Nullable Rows scores;
    private @Nullable Rows boxes;
    private @Nullable Rows metaScores;
    private @Nullable Rows metaBoxes;
    private @Nullable String wrong;
    private boolean any;

    SideListReader(JsonTokens tokens, RleLimits limits) {
        this.tokens = tokens;
        this.most = limits.frames();
    }

    /** Whether one of the lists was there. */
    boolean any() {
        return any;
    }

    /** Reads the list of that name, whose first token is current. */
    void read(String name) throws IOException {
        any = true;
        if (tokens.current() != JsonToken.START_ARRAY) {
            tokens.skip();
            return;
        }
        switch (name) {
            case "scores" -> scores = rows(new Rows(1), this::scoreRow);
            case "boxes" -> boxes = rows(new Rows(4), this::boxRow);
            default -> {
                Rows found = new Rows(4);
                metaScores = rows(new Rows(1), row -> metaRow(row, found));
                metaBoxes = found;
            }
        }
    }

    /** What was found, if it has a row for each frame. */
    SideLists lists(int frames) {
        Rows usedScores = fitting("metadata", metaScores, frames);
        if (isEmpty(usedScores)) {
            usedScores = fitting("scores", scores, frames);
        }
        Rows usedBoxes = metaBoxes != null && metaBoxes.rows() == frames && !isEmpty(metaBoxes)
                ? metaBoxes
                : fitting("boxes", boxes, frames);
        return wrong == null
                ? new SideLists(usedScores, usedBoxes, null)
                : new SideLists(new Rows(1), new Rows(4), wrong);
    }

    private static boolean isEmpty(Rows rows) {
        for (int row = 0; row < rows.rows(); row++) {
            for (int entry = 0; entry < rows.length(row); entry++) {
                if (!Double.isNaN(rows.get(row, entry, 0))) {
                    return false;
                }
            }
        }
        return true;
    }

    private Rows fitting(String name, @Nullable Rows rows, int frames) {
        if (rows == null) {
            return new Rows(1);
        }
        if (rows.rows() != frames) {
            leaveOut("lists " + rows.rows() + " " + name + " for " + frames + " frames");
        }
        return rows;
    }

    private void leaveOut(String why) {
        wrong = wrong == null ? why : wrong;
    }

    private interface RowReader {
        void read(Rows row) throws IOException;
    }

    private Rows rows(Rows rows, RowReader reader) throws IOException {
        while (tokens.next() != JsonToken.END_ARRAY) {
            reader.read(rows);
            rows.endRow();
            if (rows.rows() > most || rows.entries() > most) {
                throw tokens.malformed("more than " + most + " scores or boxes");
            }
        }
        return rows;
    }

    /** A number, or a list with one for each object. */
    private void scoreRow(Rows row) throws IOException {
        if (tokens.current() == JsonToken.START_ARRAY) {
            while (tokens.next() != JsonToken.END_ARRAY) {
                row.add(score());
            }
        } else if (tokens.current() != JsonToken.VALUE_NULL) {
            row.add(score());
        }
    }

    private double score() throws IOException {
        if (tokens.current().isNumeric()) {
            return tokens.decimal();
        }
        if (tokens.current() != JsonToken.VALUE_NULL) {
            leaveOut("has " + tokens.shown() + " among its scores");
            tokens.skip();
        }
        return NOTHING;
    }

    /** Four numbers, or a list with four for each object. */
    private void boxRow(Rows row) throws IOException {
        if (tokens.current() == JsonToken.VALUE_NULL) {
            return;
        }
        if (tokens.current() != JsonToken.START_ARRAY) {
            row.add(box());
            return;
        }
        JsonToken first = tokens.next();
        if (first.isNumeric()) {
            row.add(numbers());
            return;
        }
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = tokens.next()) {
            row.add(box());
        }
    }

    private double[] box() throws IOException {
        if (tokens.current() == JsonToken.START_ARRAY) {
            return tokens.next() == JsonToken.END_ARRAY ? NO_BOX : numbers();
        }
        if (tokens.current() != JsonToken.VALUE_NULL) {
            leaveOut("has " + tokens.shown() + " among its boxes");
            tokens.skip();
        }
        return NO_BOX;
    }

    /** The numbers of a box up to the end of its list, the first being current. */
    private double[] numbers() throws IOException {
        double[] box = NO_BOX.clone();
        int count = 0;
        for (JsonToken token = tokens.current(); token != JsonToken.END_ARRAY; token = tokens.next()) {
            if (token.isNumeric() && count < 4) {
                box[count] = tokens.decimal();
            } else {
                leaveOut("has a box that is not four numbers");
                tokens.skip();
            }
            count++;
        }
        if (count != 4) {
            leaveOut("has a box that is not four numbers");
        }
        return box;
    }

    /** An object with index, score and box, or a list with one for each object of the frame. */
    private void metaRow(Rows scoreRows, Rows boxRows) throws IOException {
        if (tokens.current() == JsonToken.START_ARRAY) {
            while (tokens.next() != JsonToken.END_ARRAY) {
                metaEntry(scoreRows, boxRows, null);
            }
        } else if (tokens.current() != JsonToken.VALUE_NULL) {
            metaEntry(scoreRows, boxRows, scoreRows.rows());
        }
        boxRows.endRow();
    }

    private void metaEntry(Rows scoreRows, Rows boxRows, @Nullable Integer row) throws IOException {
        double score = NOTHING;
        double[] box = NO_BOX;
        if (tokens.current() != JsonToken.START_OBJECT) {
            leaveOut("has " + tokens.shown() + " among its metadata");
            tokens.skip();
        } else {
            while (tokens.next() != JsonToken.END_OBJECT) {
                String name = tokens.name();
                tokens.next();
                switch (name) {
                    case "index" -> requireIndex(row);
                    case "score" -> score = score();
                    case "box" -> box = box();
                    default -> tokens.skip();
                }
            }
        }
        scoreRows.add(score);
        boxRows.add(box);
    }

    private void requireIndex(@Nullable Integer row) throws IOException {
        boolean whole = tokens.current() == JsonToken.VALUE_NUMBER_INT;
        if (row != null && (!whole || tokens.decimal() != row)) {
            leaveOut("has metadata of index " + tokens.shown() + " in place " + row);
        }
        tokens.skip();
    }
}
