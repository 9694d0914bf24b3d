"""From a verdict to sentences: what to say, who words it, how a model is held to it while it writes."""
