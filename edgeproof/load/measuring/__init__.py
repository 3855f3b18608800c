"""What was measured: histograms, figures per step, wrong answers."""
