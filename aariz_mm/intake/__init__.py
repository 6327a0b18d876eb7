"""Is this a lateral cephalogram as the models know them? Landmarks and pixels compared with those of a usual face."""
