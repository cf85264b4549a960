/** The initiator's own step: there once an approval was rolled back to them. */
export const INITIATOR_NODE = '_initiator'
