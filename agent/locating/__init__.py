"""Where a picture was altered in a part: traces measured cell by cell, and one map fused from them.

`trace_cells` divides the picture, the other `trace_` modules measure, `fused_map` joins them.
"""
