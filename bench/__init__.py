"""What the product costs: figures beside a bare view and bare inserts of the same run."""
