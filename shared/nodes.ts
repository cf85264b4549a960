/** The node that the flow adds when nobody else would decide; `_` keeps it apart from every node of a file. */
export const MANAGERS_NODE = '_managers'

/** The initiator's own step: there once an approval was rolled back to them. */
export const INITIATOR_NODE = '_initiator'
