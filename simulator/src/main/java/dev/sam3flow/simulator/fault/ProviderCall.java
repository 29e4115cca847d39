package dev.sam3flow.simulator.fault;

/** What can be asked of the provider. */
public enum ProviderCall {
    SUBMIT,
    RESULT,
    LIST,
    DELETE,
    BALANCE,
    PRICE,
    BILLING,
    MODELS,
    SECRET,
    UPLOAD_TICKET,
    UPLOAD_BYTES,
    UPLOAD_FORM,
    /** fetching an output or an upload */
    FILE,
    /** anything the provider does not know */
    UNKNOWN
}
