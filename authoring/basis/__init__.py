"""依据: values laid down by a notice, by year of effect, each with its 出处 and when it was last checked."""
